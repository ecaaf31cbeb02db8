import { z } from "zod"
import {
  ATTEMPT_ERRORS,
  ATTEMPT_OUTCOMES,
  ATTEMPT_TRIGGERS,
  CHANNELS,
  DELIVERY_MODES,
  FAILURE_REASONS,
  HOLD_REASONS,
  ORDER_STATES,
  SKIP_REASONS,
  SYNC_STATUSES,
  WARNING_CODES,
} from "@/db/enums"
import { customerId } from "@/lib/customers/schema"
import { outsideDay, outsideId, outsideMoment, outsideText, searchWords } from "@/lib/text"

const cents = z.int().min(-100_000_000).max(100_000_000)
const amountCents = cents.min(0, "an amount cannot be negative")

const optIn = z.strictObject({ sms: z.boolean(), email: z.boolean() })

/** Prefix of a test order's number. Real tills may use it too. */
export const TEST_ORDER_PREFIX = "TEST-"

const orderCustomer = z.union([
  z.strictObject({ id: customerId }),
  z
    .strictObject({
      phone: z.string().min(4).max(40),
      opt_in: optIn.optional(),
      first_name: z.string().trim().max(100).nullish(),
      last_name: z.string().trim().max(100).nullish(),
      email: z.email().max(254).nullish(),
    })
    .refine(({ opt_in }) => opt_in !== undefined, {
      path: ["opt_in"],
      message: "both answers are needed when the phone enlists the customer: ask for SMS and for e-mail",
    })
    .meta({ required: ["phone", "opt_in"] }),
])
export type OrderCustomer = z.infer<typeof orderCustomer>

/** Tolerates floating-point noise: 0.1 + 0.2 equals three tenths. */
function isInThousandths(quantity: number): boolean {
  const thousandths = Math.round(quantity * 1000)
  return thousandths >= 1 && Math.abs(quantity * 1000 - thousandths) < 1e-6
}

const orderLine = z
  .strictObject({
    sku: outsideId,
    name: z.string().trim().min(1).max(300),
    quantity: z
      .number()
      .positive("a quantity is greater than zero")
      .max(100_000)
      .refine(isInThousandths, "at most three decimals"),
    unit_price_cents: cents,
    total_cents: cents,
    reward: z
      .strictObject({ reward_id: z.string().min(1).max(100), hash: z.string().min(1).max(200).optional() })
      .nullish(),
  })
  .meta({ id: "OrderLine" })

const payment = z
  .strictObject({ method: z.string().trim().min(1).max(60), amount_cents: cents })
  .meta({ id: "Payment" })

/** `POST /orders` (`docs/checkout-api.md`, An order's life). */
export const posOrder = z
  .strictObject({
    order_id: outsideId,
    location_id: outsideId,
    state: z.enum(["paid", "open", "external_payment"]),
    external_payment: z
      .strictObject({
        system: z.string().trim().min(1).max(100),
        confirms: z.boolean(),
        supports_vouchers: z.boolean(),
        // Optional rather than defaulted, so that a repeat of an order older than this field still matches.
        supports_products: z.boolean().optional(),
      })
      .nullish(),
    channel: z.enum(CHANNELS),
    delivery_mode: z.enum(DELIVERY_MODES),
    created_at: outsideMoment,
    closed_at: outsideMoment.nullish(),
    withdrawal_at: outsideMoment.nullish(),
    total_cents: amountCents,
    tax_cents: amountCents.nullish(),
    customer: orderCustomer.nullish(),
    lines: z.array(orderLine).min(1, "an order has at least one line").max(10_000),
    payments: z.array(payment).max(100).nullish(),
    till: z.strictObject({ id: outsideId, name: z.string().max(100).nullish() }).nullish(),
    comment: z.string().max(2_000).nullish(),
    external_order_id: z.string().max(200).nullish(),
  })
  .superRefine((order, ctx) => {
    if (order.state === "external_payment" && !order.external_payment)
      ctx.addIssue({
        code: "custom",
        path: ["external_payment"],
        message: "required when state is external_payment",
      })
    if (order.state !== "external_payment" && order.external_payment)
      ctx.addIssue({
        code: "custom",
        path: ["external_payment"],
        message: "only with state external_payment",
      })
  })
  .meta({ id: "Order" })
export type PosOrder = z.infer<typeof posOrder>

/** `POST /orders/{order_id}/payment`. */
export const orderPayment = z
  .strictObject({
    location_id: outsideId,
    status: z.enum(["paid", "failed", "cancelled"]),
    paid_at: outsideMoment.nullish(),
    payments: z.array(payment).max(100).nullish(),
    rewards: z.enum(["kept", "removed"]).optional(),
  })
  .meta({ id: "OrderPayment" })
export type OrderPayment = z.infer<typeof orderPayment>

/** `POST /orders/{order_id}/cancel` and `/refund`. */
const reversal = {
  location_id: outsideId,
  reason: outsideText(500).optional(),
}
export const orderCancel = z.strictObject(reversal).meta({ id: "OrderCancel" })
export const orderRefund = z
  .strictObject({
    ...reversal,
    amount_cents: z.int().min(1).max(100_000_000).optional(),
    refund_id: outsideId.optional(),
  })
  .meta({ id: "OrderRefund" })
/** `PUT /orders/{order_id}/correction`: no amounts, quantities or customer data. */
export const orderCorrection = z
  .strictObject({
    location_id: outsideId,
    customer: z
      .strictObject({
        first_name: z.string().trim().max(100).nullable().optional(),
        last_name: z.string().trim().max(100).nullable().optional(),
        email: z.email().max(254).nullable().optional(),
      })
      .optional(),
    comment: z.string().max(2_000).nullable().optional(),
    lines: z
      .array(
        z.strictObject({
          line: z.int().min(0).max(9_999),
          sku: z.string().trim().min(1).max(100).optional(),
          name: z.string().trim().min(1).max(300).optional(),
          reward: z.null().optional(),
        }),
      )
      .max(10_000)
      .optional(),
  })
  .meta({ id: "OrderCorrection" })
export type OrderCorrection = z.infer<typeof orderCorrection>
export type OrderCancel = z.infer<typeof orderCancel>
export type OrderRefund = z.infer<typeof orderRefund>

export const orderQuery = z.strictObject({
  location_id: outsideId.optional(),
})

/** Reasons of holds, failures and skips. */
export const ORDER_REASONS = [...HOLD_REASONS, ...FAILURE_REASONS, ...SKIP_REASONS]

/** The answer of every order route. */
export const orderAnswer = z
  .strictObject({
    id: z.uuid(),
    order_id: z.string(),
    location_id: z.string(),
    state: z.enum(ORDER_STATES),
    total_cents: z.int(),
    refunded_cents: z.int(),
    customer: z.strictObject({ id: z.string().nullable(), phone: z.string().nullable() }).nullable(),
    sync: z.strictObject({
      status: z.enum(SYNC_STATUSES),
      reason: z.enum(ORDER_REASONS).nullable(),
      message: z.string(),
      store_slug: z.string().nullable(),
      attempts: z.int(),
      next_attempt_at: z.iso.datetime({ offset: true }).nullable(),
      delivered_at: z.iso.datetime({ offset: true }).nullable(),
    }),
    warnings: z.array(
      z.strictObject({
        code: z.enum(WARNING_CODES),
        message: z.string(),
      }),
    ),
    reversal: z
      .strictObject({
        at: z.iso.datetime({ offset: true }),
        points_before: z.int().nullable(),
        points_after: z.int().nullable(),
        rewards: z.array(
          z.strictObject({
            reward_id: z.string(),
            hash: z.string(),
            name: z.string().nullable(),
            outcome: z.enum(["returned", "kept", "unknown"]),
          }),
        ),
      })
      .nullable(),
    reward_prompt: z
      .strictObject({
        rewards: z.array(z.strictObject({ reward_id: z.string(), name: z.string() })),
        message: z.string(),
      })
      .optional(),
  })
  .meta({ id: "OrderAnswer" })
export type OrderAnswer = z.infer<typeof orderAnswer>

export const orderWithAttempts = orderAnswer
  .extend({
    attempts: z.array(
      z.strictObject({
        at: z.iso.datetime({ offset: true }),
        trigger: z.enum(ATTEMPT_TRIGGERS),
        outcome: z.enum(ATTEMPT_OUTCOMES),
        http_status: z.int().nullable(),
        error: z.enum(ATTEMPT_ERRORS).nullable(),
        message: z.string().nullable(),
        duration_ms: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: "OrderDetail" })
export type OrderWithAttempts = z.infer<typeof orderWithAttempts>

/** A number arrives as digits in an address and as a number in a saved view. */
const whole = (max: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .refine((value) => value >= 0 && value <= max)
    .optional()
    .catch(undefined)

const words = searchWords(100).optional().catch(undefined)

const filters = {
  /** Start or end of an order's number or receipt, or our id. */
  q: words,
  status: z.enum(SYNC_STATUSES).optional().catch(undefined),
  reason: z.enum(ORDER_REASONS).optional().catch(undefined),
  /** Error of the last attempt, if it failed. */
  error: z.enum(ATTEMPT_ERRORS).optional().catch(undefined),
  /** HTTP status of the last attempt, if it failed. */
  http: whole(599),
  location: z.uuid().optional().catch(undefined),
  till: words,
  /** `cust_…`, or `ph_` and the blind index of a phone: addresses never contain a phone. */
  customer: z
    .string()
    .regex(/^(cust_[\w-]{1,100}|ph_[\w-]{43})$/)
    .optional()
    .catch(undefined),
  reward: z.enum(["yes", "no"]).optional().catch(undefined),
  /** In cents, inclusive. */
  min: whole(100_000_000),
  max: whole(100_000_000),
  /** By default the log includes orders of the test till. */
  test: z.enum(["only", "without"]).optional().catch(undefined),
  period: z.enum(["today", "yesterday", "7d", "30d"]).optional().catch(undefined),
  /** Inclusive days in the merchant's time zone; ignored when `period` is set. */
  from: outsideDay.optional().catch(undefined),
  to: outsideDay.optional().catch(undefined),
}

/** Filters without a page position, as saved views and replay plans store them. */
export const orderSelection = z.object(filters)
export type OrderSelection = z.infer<typeof orderSelection>

/** Filters of the log, from the address bar. Drops unreadable values instead of failing. */
export const orderFilters = z.object({
  ...filters,
  /** The saved view the filters come from. */
  view: z.uuid().optional().catch(undefined),
  cursor: z
    .string()
    .regex(/^[ab]_\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .refine((cursor) => outsideMoment.safeParse(cursor.split("_")[1]).success)
    .optional()
    .catch(undefined),
})
export type OrderFilters = z.infer<typeof orderFilters>

/** Text typed into the search box of the log. */
export const orderSearch = z.object({ q: searchWords(100) })
