"use client"
import { LogOut, UserRound } from "lucide-react"
import { useTranslations } from "next-intl"
import { startTransition } from "react"
import { Link } from "@/components/link"
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu"
import { cn } from "@/lib/cn"
import { PreferenceItems } from "./preference-items"
import type { Theme } from "./theme"

type Role = "owner" | "manager" | "viewer"

/** The signed-in person and their role; appearance, language and sign-out. */
export function AccountMenu({
  user,
  role,
  theme,
  signOut,
  short = false,
}: {
  user: { name: string; email: string }
  role: Role
  theme?: Theme
  signOut: () => Promise<void>
  /** Show only the initials, where space is short. */
  short?: boolean
}) {
  const t = useTranslations("shell")
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("account", { name: user.name })}
        className={cn(
          "flex items-center gap-2.5 rounded-control text-left hover:bg-wash data-[state=open]:bg-wash",
          short ? "p-1.5" : "w-full min-w-0 px-2 py-1.5",
        )}
      >
        <span
          aria-hidden
          className="grid size-7 shrink-0 place-items-center rounded-full bg-wash text-12 font-medium text-secondary"
        >
          {initials(user.name)}
        </span>
        {!short && (
          <span className="min-w-0 flex-1">
            <span className="block truncate text-13">{user.name}</span>
            <span className="block truncate text-12 text-secondary">{t(`role.${role}`)}</span>
          </span>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent align={short ? "end" : "start"} className="w-60">
        <div className="px-2 py-1.5 text-13">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-12 text-secondary">{user.email}</p>
        </div>
        <DropdownMenuSeparator />
        <PreferenceItems theme={theme} />
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/account">
            <UserRound aria-hidden />
            {t("myAccount")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => startTransition(signOut)}>
          <LogOut aria-hidden />
          {t("signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function initials(name: string) {
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase()
}
