import type { Config } from "tailwindcss"

const STATUS_TONES = ["delivered", "queued", "retrying", "held", "failed", "neutral"]

/** Names stand for the variables of app/globals.css; Tailwind's own palette and scales are replaced. */
export default {
  content: ["./app/**/*.tsx", "./components/**/*.{ts,tsx}"],
  darkMode: ["selector", '[data-theme="dark"]'],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      paper: "var(--paper)",
      surface: "var(--surface)",
      wash: "var(--wash)",
      ink: "var(--ink)",
      secondary: "var(--secondary)",
      rule: "var(--rule)",
      edge: "var(--edge)",
      scrim: "var(--scrim)",
      accent: { DEFAULT: "var(--accent)", soft: "var(--accent-soft)" },
      ...Object.fromEntries(
        STATUS_TONES.map((tone) => [tone, { DEFAULT: `var(--${tone})`, soft: `var(--${tone}-soft)` }]),
      ),
    },
    fontFamily: {
      sans: ["var(--font-geist-sans)", "system-ui", "sans-serif"],
      mono: ["var(--font-geist-mono)", "ui-monospace", "monospace"],
    },
    fontSize: {
      12: ["0.75rem", "1rem"],
      13: ["0.8125rem", "1.25rem"],
      14: ["0.875rem", "1.25rem"],
      16: ["1rem", "1.5rem"],
      20: ["1.25rem", "1.75rem"],
      28: ["1.75rem", "2.25rem"],
    },
    fontWeight: { normal: "400", medium: "550" },
    borderRadius: { none: "0", control: "6px", card: "8px", full: "9999px" },
    boxShadow: { none: "none", float: "var(--shadow-float)" },
    maxWidth: { content: "75rem", prose: "40rem", form: "32rem", full: "100%", none: "none" },
  },
} satisfies Config
