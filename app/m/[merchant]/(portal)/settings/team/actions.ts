"use server"
import { action } from "@/lib/action"
import { changeRole, inviteMember, removeMember, revokeInvitation } from "@/lib/team/mutations"
import { invitationId, memberId, memberRole, newInvitation } from "@/lib/team/schema"

export const invite = action(newInvitation, "owner", inviteMember)
export const cancelInvitation = action(invitationId, "owner", revokeInvitation)
export const setRole = action(memberRole, "owner", changeRole)
export const remove = action(memberId, "owner", removeMember)
