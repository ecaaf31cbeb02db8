"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import {
  approveReplay,
  cancelReplay,
  changeApprovalThreshold,
  confirmReplay,
  planReplay,
} from "@/lib/replays/mutations"
import { approvalThreshold, replayConfirmation, replayId, replayPlan } from "@/lib/replays/schema"

export const plan = action(replayPlan, alsoActing("manager"), planReplay)
export const confirm = action(replayConfirmation, alsoActing("manager"), confirmReplay)
export const approve = action(replayId, "manager", approveReplay)
export const cancel = action(replayId, alsoActing("manager"), cancelReplay)
export const changeThreshold = action(approvalThreshold, "owner", changeApprovalThreshold)
