/** The id of the toast that says that a step was removed: it goes once the step is back. */
export const removedToast = (stepId: string): string => `step-removed-${stepId}`
