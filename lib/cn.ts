import { type ClassValue, clsx } from "clsx"
import { extendTailwindMerge } from "tailwind-merge"

const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      "font-size": [{ text: ["12", "13", "14", "16", "20", "28"] }],
      rounded: [{ rounded: ["control", "card"] }],
      shadow: [{ shadow: ["float"] }],
    },
  },
})

/** Joins class names. If two set the same property, the later one wins. */
export function cn(...classes: ClassValue[]) {
  return merge(clsx(classes))
}
