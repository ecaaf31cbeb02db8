import { defineConfig, devices } from "@playwright/test"
import { browserLaunch } from "./e2e/fixtures/browser"

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // A guard against hanging, generous to a busy machine.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    // Set by the global setup, which ends before the workers read this file again.
    baseURL: process.env.E2E_APP_URL,
    viewport: { width: 1440, height: 900 },
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: await browserLaunch(),
  },
})
