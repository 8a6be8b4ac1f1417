/** How a list is asked for page by page: each page says where the next one begins. */
export const paged = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
}
