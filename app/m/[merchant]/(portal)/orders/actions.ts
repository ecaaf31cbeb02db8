"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import * as views from "@/lib/order-log/mutations"
import { newView, viewFilters, viewName, viewRef, viewSharing } from "@/lib/order-log/schema"
import { readSearch } from "@/lib/order-log/search"
import { orderSearch } from "@/lib/orders/schema"

/** Uses POST, which keeps phones and e-mails out of addresses, history and logs. */
export const search = action(orderSearch, alsoActing("viewer"), readSearch)

export const saveView = action(newView, "viewer", views.createView)
export const renameView = action(viewName, "viewer", views.renameView)
export const updateView = action(viewFilters, "viewer", views.updateView)
export const shareView = action(viewSharing, "manager", views.shareView)
export const deleteView = action(viewRef, "viewer", views.deleteView)
