import type { MetadataRoute } from "next"
import small from "./app-icons/192.png"
import large from "./app-icons/512.png"
import maskable from "./app-icons/maskable-512.png"

/**
 * Lets a tablet or phone install the portal on its home screen. The PNG icons are rendered from `icon.svg`; the maskable
 * one fills its square. Imported files get a hash in their address, so browsers cache them for good.
 */
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
      { src: small.src, sizes: "192x192", type: "image/png" },
      { src: large.src, sizes: "512x512", type: "image/png" },
      { src: maskable.src, sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  }
}
