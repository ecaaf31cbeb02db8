import type { MetadataRoute } from "next"

/** Lets a tablet or phone install the portal on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Comptoir",
    short_name: "Comptoir",
    lang: "fr",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#fbfaf8",
    theme_color: "#fbfaf8",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/apple-icon.png", sizes: "180x180", type: "image/png" },
    ],
  }
}
