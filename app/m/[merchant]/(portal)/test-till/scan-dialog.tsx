"use client"
import { ScanLine } from "lucide-react"
import { useTranslations } from "next-intl"
import { useEffect, useRef, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { FileField } from "@/components/ui/file-field"

type Trouble = "insecure" | "refused" | "none" | "unreadable"

/** Reads a QR code or a barcode with the camera, or from a photo of the pass. */
export function ScanDialog({ onScan }: { onScan: (text: string) => void }) {
  const t = useTranslations("testTill.scan")
  const [open, setOpen] = useState(false)
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>
          <ScanLine aria-hidden />
          {t("trigger")}
        </Button>
      </DialogTrigger>
      {open && (
        <DialogContent title={t("title")} description={t("description")}>
          <Scanner
            onScan={(text) => {
              setOpen(false)
              onScan(text)
            }}
          />
        </DialogContent>
      )}
    </Dialog>
  )
}

function Scanner({ onScan }: { onScan: (text: string) => void }) {
  const t = useTranslations("testTill.scan")
  const video = useRef<HTMLVideoElement>(null)
  const scanned = useRef(onScan)
  scanned.current = onScan
  const [trouble, setTrouble] = useState<Trouble>()

  useEffect(() => {
    let isOver = false
    let stop = () => {}
    const start = async () => {
      if (!navigator.mediaDevices?.getUserMedia) return setTrouble("insecure")
      // Loaded on demand: only people who scan need it.
      const { BrowserMultiFormatReader } = await import("@zxing/browser")
      if (isOver || !video.current) return
      const controls = await new BrowserMultiFormatReader().decodeFromConstraints(
        { video: { facingMode: "environment" } },
        video.current,
        (result, _error, running) => {
          if (!result || isOver) return
          isOver = true
          running.stop()
          scanned.current(result.getText())
        },
      )
      if (isOver) controls.stop()
      else stop = () => controls.stop()
    }
    start().catch((error) => {
      if (!isOver) setTrouble(error?.name === "NotAllowedError" ? "refused" : "none")
    })
    return () => {
      isOver = true
      stop()
    }
  }, [])

  async function readPhoto(file: File | undefined) {
    if (!file) return
    const { BrowserMultiFormatReader } = await import("@zxing/browser")
    const canvas = await drawn(file)
    try {
      scanned.current(new BrowserMultiFormatReader().decodeFromCanvas(canvas).getText())
    } catch {
      setTrouble("unreadable")
    }
  }

  return (
    <div className="grid gap-4 pb-2">
      {trouble && trouble !== "unreadable" ? (
        <p role="alert">{t(`trouble.${trouble}`)}</p>
      ) : (
        <video
          ref={video}
          muted
          playsInline
          aria-label={t("camera")}
          className="aspect-video w-full rounded-card bg-ink object-cover"
        />
      )}
      <FileField
        name="photo"
        label={t("photo")}
        accept="image/*"
        optional
        error={trouble === "unreadable" ? t("trouble.unreadable") : undefined}
        onChoose={(file) => {
          setTrouble(undefined)
          void readPhoto(file)
        }}
      />
    </div>
  )
}

/** Scales large photos down: decoding is faster and no less reliable. */
async function drawn(file: File): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, 1_600 / Math.max(bitmap.width, bitmap.height))
  const width = Math.round(bitmap.width * scale)
  const height = Math.round(bitmap.height * scale)
  const canvas = Object.assign(document.createElement("canvas"), { width, height })
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0, width, height)
  return canvas
}
