import { ApiError, type FieldMessages, isRecord } from "../server/http"

/** Collects the errors of a body and throws them together, as Laravel does. */
export class FieldErrors {
  readonly #messages: FieldMessages = {}

  add(field: string, message: string): void {
    const known = this.#messages[field]
    if (known) known.push(message)
    else this.#messages[field] = [message]
  }

  /** "The selected store slug is invalid.": well formed, but refers to nothing. */
  addInvalid(field: string): void {
    this.add(field, `The selected ${label(field)} is invalid.`)
  }

  throwIfAny(): void {
    const all = Object.values(this.#messages).flat()
    const [first] = all
    if (first === undefined) return
    const others = all.length - 1
    const more = others === 0 ? "" : ` (and ${others} more error${others === 1 ? "" : "s"})`
    throw new ApiError(422, first + more, this.#messages)
  }
}

/** A 422 about one field. */
export function fieldError(field: string, message: string): ApiError {
  return new ApiError(422, message, { [field]: [message] })
}

type Presence = { required?: boolean }

/** Reads typed fields from an untyped object and records each missing or malformed one. */
export class FieldReader {
  readonly #source: Record<string, unknown>
  readonly #errors: FieldErrors
  readonly #prefix: string

  constructor(source: Record<string, unknown>, errors: FieldErrors, prefix = "") {
    this.#source = source
    this.#errors = errors
    this.#prefix = prefix
  }

  has(name: string): boolean {
    return this.#source[name] !== undefined
  }

  string(
    name: string,
    rule: Presence & { max?: number; pattern?: RegExp; says?: string } = {},
  ): string | null {
    const value = this.#present(name, rule)
    if (value === null) return null
    if (typeof value !== "string") return this.#refuse(name, "must be a string.")
    const max = rule.max ?? 255
    if (value.length > max) return this.#refuse(name, `must not be greater than ${max} characters.`)
    if (rule.pattern && !rule.pattern.test(value)) {
      return this.#refuse(name, rule.says ?? "format is invalid.")
    }
    return value
  }

  oneOf(name: string, values: readonly string[], rule: Presence = {}): string | null {
    const value = this.string(name, rule)
    if (value === null || values.includes(value)) return value
    this.#errors.addInvalid(this.#prefix + name)
    return null
  }

  integer(name: string, rule: Presence & { min?: number; max?: number } = {}): number | null {
    const value = this.number(name, rule)
    if (value !== null && !Number.isSafeInteger(value)) return this.#refuse(name, "must be an integer.")
    return value
  }

  number(name: string, rule: Presence & { min?: number; max?: number } = {}): number | null {
    const value = this.#present(name, rule)
    if (value === null) return null
    if (typeof value !== "number") return this.#refuse(name, "must be an integer.")
    if (rule.min !== undefined && value < rule.min) return this.#refuse(name, `must be at least ${rule.min}.`)
    if (rule.max !== undefined && value > rule.max) {
      return this.#refuse(name, `must not be greater than ${rule.max}.`)
    }
    return value
  }

  boolean(name: string, rule: Presence = {}): boolean | null {
    const value = this.#present(name, rule)
    if (value === null || typeof value === "boolean") return value
    return this.#refuse(name, "must be true or false.")
  }

  /** A date and time with its offset, such as `2025-03-01T12:00:00+01:00`. */
  instant(name: string, rule: Presence = {}): string | null {
    const value = this.string(name, rule)
    if (value === null || (INSTANT.test(value) && !Number.isNaN(Date.parse(value)))) return value
    return this.#refuse(name, "must be an ISO 8601 date with an offset.")
  }

  /** An existing calendar day, `YYYY-MM-DD`. */
  day(name: string): string | null {
    const value = this.string(name)
    if (value === null || isCalendarDay(value)) return value
    return this.#refuse(name, "must match the format Y-m-d.")
  }

  phone(name: string, rule: Presence = {}): string | null {
    return this.string(name, { ...rule, pattern: PHONE, says: PHONE_SAYS })
  }

  email(name: string): string | null {
    return this.string(name, { pattern: EMAIL, says: "must be a valid email address." })
  }

  strings(name: string): string[] {
    const value = this.#present(name, {})
    if (value === null) return []
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value
    this.#refuse(name, "must be an array of strings.")
    return []
  }

  object(name: string): FieldReader | null {
    const value = this.#present(name, {})
    if (value === null) return null
    if (isRecord(value)) return new FieldReader(value, this.#errors, `${this.#prefix}${name}.`)
    return this.#refuse(name, "must be an object.")
  }

  objects(name: string, rule: Presence = {}): FieldReader[] {
    const value = this.#present(name, rule)
    if (value === null) return []
    if (!Array.isArray(value)) {
      this.#refuse(name, "must be an array.")
      return []
    }
    if (rule.required && value.length === 0) this.#refuse(name, "is required.")
    const readers: FieldReader[] = []
    for (const [index, item] of value.entries()) {
      const path = `${this.#prefix}${name}.${index}`
      if (isRecord(item)) readers.push(new FieldReader(item, this.#errors, `${path}.`))
      else this.#errors.add(path, `The ${path} field must be an object.`)
    }
    return readers
  }

  /** Treats null like absent, as Laravel's `nullable` does. */
  #present(name: string, rule: Presence): NonNullable<unknown> | null {
    const value = this.#source[name]
    if (value !== undefined && value !== null && value !== "") return value
    return rule.required ? this.#refuse(name, "is required.") : null
  }

  #refuse(name: string, says: string): null {
    const field = this.#prefix + name
    this.#errors.add(field, `The ${label(field)} field ${says}`)
    return null
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const PHONE = /^[1-9]\d{7,14}$/
const PHONE_SAYS = "must be an international phone number in digits, without +."

/** Whether the text is an international phone number in digits, without `+`. */
export const isPhone = (text: string) => PHONE.test(text)

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Laravel writes "order id" for `order_id`, and leaves the path of a nested field unchanged. */
function label(field: string): string {
  return field.includes(".") ? field : field.replaceAll("_", " ")
}
