export * from "./accounts"
export * from "./connections"
export * from "./orders"
export * from "./platform"
