import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { configDefaults, defineConfig } from "vitest/config"

const exclude = [...configDefaults.exclude, ".next/**", ".data/**", "e2e/**"]

export default defineConfig({
  test: {
    environment: "node",
    // The database and the tests share the processors.
    maxWorkers: Math.max(2, Math.min(6, availableParallelism() - 1)),
    testTimeout: 15_000,
    hookTimeout: 60_000,
    env: {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      APP_URL: "http://localhost:3000",
      AUTH_SECRET: "only-for-tests-only-for-tests-only-for-tests",
      ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
      METRICS_TOKEN: "only-for-tests-metrics",
      PONGO_CLIENT_ID: "test-client",
      PONGO_CLIENT_SECRET: "test-client-secret",
    },
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: [...exclude, "**/*.db.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude,
          globalSetup: "db/testing/global-setup.ts",
          setupFiles: "db/testing/file-setup.ts",
        },
      },
    ],
  },
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
})
