"use client"
import "./globals.css"
import { Button } from "@/components/ui/button"

/** Replaces the whole document, so neither the language nor the messages are known. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="fr">
      <body>
        <title>Comptoir</title>
        <main className="mx-auto max-w-form px-4 py-24">
          <h1 className="text-20 font-medium">Comptoir n’a pas pu s’afficher</h1>
          <p className="mt-2 text-secondary">
            Vos commandes sont à l’abri : une caisse sans réponse les garde et les renvoie. Si le service est
            interrompu, il revient de lui-même.
          </p>
          <div lang="en">
            <p className="mt-6 font-medium">Comptoir could not be shown</p>
            <p className="mt-1 text-secondary">
              Your orders are safe: a till that gets no answer keeps them and sends them again. If the service
              is interrupted, it comes back by itself.
            </p>
          </div>
          <Button variant="primary" className="mt-6" onClick={retry}>
            Réessayer · Try again
          </Button>
          {error instanceof Error && "digest" in error && (
            <p className="mt-8 font-mono text-12 text-secondary">{String(error.digest)}</p>
          )}
        </main>
      </body>
    </html>
  )
}
