import { useId } from "react"
import { cn } from "@/lib/cn"

type Step =
  | { from: number; to: number; words: string; isAnswer?: boolean; isCode?: boolean }
  | { note: string }

const WIDTH = 360
const TOP = 44
const ROW = 38
const NOTE_CHARACTERS = 46

/** A sequence diagram, drawn at a phone's width so that its text stays readable. */
export function Sequence({ title, actors, steps }: { title: string; actors: string[]; steps: Step[] }) {
  const id = useId()
  const height = TOP + steps.length * ROW + 8
  const x = (lane: number) => 34 + (lane * (WIDTH - 68)) / (actors.length - 1)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 font-medium">{title}</figcaption>
      <ol className="sr-only">
        {steps.map((step) => (
          <li key={"note" in step ? step.note : step.words}>
            {"note" in step ? step.note : `${actors[step.from]} → ${actors[step.to]} · ${step.words}`}
          </li>
        ))}
      </ol>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true" className="block w-full max-w-[26rem]">
        <defs>
          <marker
            id={`${id}-head`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M0 0 8 4 0 8z" className="fill-ink" />
          </marker>
        </defs>
        {actors.map((actor, lane) => (
          <g key={actor}>
            <line x1={x(lane)} x2={x(lane)} y1={28} y2={height} className="stroke-edge" />
            <rect x={x(lane) - 34} y={2} width={68} height={26} rx={6} className="fill-wash stroke-edge" />
            <text x={x(lane)} y={19} textAnchor="middle" className="fill-ink text-12 font-medium">
              {actor}
            </text>
          </g>
        ))}
        {steps.map((step, index) => {
          const y = TOP + index * ROW
          if ("note" in step)
            return (
              <text key={step.note} textAnchor="middle" className={cn(HALO, "fill-accent text-12")}>
                {lines(step.note).map((line, at, all) => (
                  <tspan key={line} x={WIDTH / 2} y={y + 20 + (at - (all.length - 1) / 2) * 16}>
                    {line}
                  </tspan>
                ))}
              </text>
            )
          const isRightOfMiddle = x(step.from) + x(step.to) > WIDTH
          const [left, right] = [x(step.from), x(step.to)].sort((a, b) => a - b) as [number, number]
          return (
            <g key={step.words}>
              <text
                x={isRightOfMiddle ? right - 4 : left + 4}
                y={y + 14}
                textAnchor={isRightOfMiddle ? "end" : "start"}
                className={cn(
                  HALO,
                  "text-12",
                  step.isAnswer ? "fill-secondary" : "fill-ink",
                  step.isCode && "font-mono",
                )}
              >
                {step.words}
              </text>
              <line
                x1={x(step.from)}
                x2={x(step.to)}
                y1={y + 24}
                y2={y + 24}
                className="stroke-ink"
                strokeDasharray={step.isAnswer ? "4 3" : undefined}
                markerEnd={`url(#${id}-head)`}
              />
            </g>
          )
        })}
      </svg>
    </figure>
  )
}

/** Keeps the lifelines from crossing the text. */
const HALO = "stroke-paper stroke-[4px] [paint-order:stroke] [stroke-linejoin:round]"

/** Wraps a note to the width of the diagram. */
function lines(note: string): string[] {
  const found = [""]
  for (const word of note.split(" ")) {
    const line = `${found.at(-1)} ${word}`.trim()
    if (line.length > NOTE_CHARACTERS) found.push(word)
    else found[found.length - 1] = line
  }
  return found
}
