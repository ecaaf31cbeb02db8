/** A map for caches: beyond `most` entries, it drops the oldest. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  constructor(readonly most: number) {
    super()
  }

  override set(key: Key, value: Value): this {
    this.delete(key)
    super.set(key, value)
    if (this.size > this.most) this.delete(this.keys().next().value as Key)
    return this
  }
}
