import { releaseEmbeddedPostgres } from "../embedded"
import { TEST_SERVER_DIR } from "./database"

// What a killed test run left behind; a server that another run still uses stays.
await releaseEmbeddedPostgres(TEST_SERVER_DIR)
