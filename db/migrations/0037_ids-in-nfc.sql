-- Ids are looked up in NFC: bring the few that were stored decomposed into it, unless the composed one exists too.
UPDATE "locations" l SET "ref" = normalize(l."ref", NFC)
WHERE l."ref" IS NOT NFC NORMALIZED AND NOT EXISTS (
  SELECT 1 FROM "locations" o WHERE o."merchant_id" = l."merchant_id" AND o."ref" = normalize(l."ref", NFC)
);--> statement-breakpoint
UPDATE "products" p SET "sku" = normalize(p."sku", NFC)
WHERE p."sku" IS NOT NFC NORMALIZED AND NOT EXISTS (
  SELECT 1 FROM "products" o WHERE o."merchant_id" = p."merchant_id" AND o."sku" = normalize(p."sku", NFC)
) AND NOT EXISTS (SELECT 1 FROM "sku_aliases" a WHERE a."merchant_id" = p."merchant_id" AND a."sku" = p."sku");--> statement-breakpoint
UPDATE "products" SET "location_refs" = array(SELECT normalize(ref, NFC) FROM unnest("location_refs") ref)
WHERE array_to_string("location_refs", '') IS NOT NFC NORMALIZED;
