/** Candor's mark: a C that listens. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="#5753c6" />
      <path
        d="M22.2 12.2a7.2 7.2 0 1 0 0 7.6"
        fill="none"
        stroke="#fff"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
      <circle cx="16" cy="16" r="2.3" fill="#fff" />
    </svg>
  )
}
