/** The sentences of the bell: what a member is told. */
export const notices = {
  title: 'Notices',
  open: (unread: number) => (unread === 0 ? 'Notices' : `Notices, ${unread} new`),
  readAll: 'Mark all as seen',
  isNew: 'New',
  emptyTitle: 'Nothing new',
  empty: 'Follow-ups that concern you, and what workflows tell you, appear here.',
  older: 'Show older ones',
  show: 'Show it',
}
