/** Where a case is in the app. */
export const caseLink = (caseId: string): string => `/cases/${caseId}`
