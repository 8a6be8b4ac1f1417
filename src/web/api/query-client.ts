import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './request.ts'

/** One cache for the whole app. A lost session empties what is known about the member, which leads to sign-in. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      if (isSignedOut(error) && query.queryKey[0] !== 'me') checkSession()
    },
  }),
  mutationCache: new MutationCache({
    onError(error) {
      if (isSignedOut(error)) checkSession()
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) =>
        count < 2 && error instanceof ApiProblem && (error.isOffline || error.status >= 500),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
})

function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}

/** Asks who is signed in; nobody leads to the sign-in page. */
export function checkSession(): void {
  void queryClient.invalidateQueries({ queryKey: ['me'] })
}
