import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { renderReport } from "@/lib/go-live/pdf"
import { findReport } from "@/lib/go-live/queries"
import { orUnavailable } from "@/lib/http"
import { reportDocument } from "../../../report-document"

/** A dated report as a PDF to send to Pongo, in the language of the request. */
export const GET = orUnavailable(
  async (
    _request: Request,
    { params }: RouteContext<"/m/[merchant]/go-live/reports/[id]/report.pdf">,
  ): Promise<Response> => {
    const [ctx, { id }, t] = await Promise.all([
      requireMember(params),
      params,
      getTranslations("goLive.report"),
    ])
    const report = await findReport(ctx, id)
    if (!report) notFound()
    const pdf = await renderReport(await reportDocument(report))
    const day = report.madeAt.toISOString().slice(0, 10)
    return new Response(new Uint8Array(pdf), {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${[t("file"), asciiName(report.subject.merchantName), day].filter(Boolean).join("-")}.pdf"`,
        "Cache-Control": "no-store",
      },
    })
  },
)

/** A name reduced to ASCII for a file name: `Chez Inès & Co` → `chez-ines-co`. */
const asciiName = (name: string) =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60)
