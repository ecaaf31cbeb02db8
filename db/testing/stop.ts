import { releaseEmbeddedPostgres } from "../embedded"
import { TEST_SERVER_DIR } from "./database"

// Stops the server that a killed test run left, but not one that another run still uses.
await releaseEmbeddedPostgres(TEST_SERVER_DIR)
