ALTER TABLE "merchants" ADD COLUMN "slug" text;--> statement-breakpoint
ALTER TABLE "merchants" ADD CONSTRAINT "merchants_slug_unique" UNIQUE("slug");--> statement-breakpoint
-- A merchant's name in addresses: unaccented, free, at most 45 characters. One at a time until the transaction ends, so
-- that two merchants of one name never get the same.
create function new_merchant_slug(merchant_name text) returns text language plpgsql as $$
declare
  plain text := regexp_replace(normalize(merchant_name, nfd), '[\u0300-\u036f]', '', 'g');
  base text;
  candidate text;
  attempt int := 1;
begin
  plain := replace(replace(replace(replace(replace(plain, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss');
  base := trim('-' from left(trim('-' from regexp_replace(lower(plain), '[^a-z0-9]+', '-', 'g')), 40));
  if base = '' then base := 'commerce'; end if;
  perform pg_advisory_xact_lock(hashtext('new_merchant_slug'));
  candidate := base;
  -- Kept free for pages of our own.
  while candidate in ('admin', 'all', 'api', 'me', 'new', 'null', 'undefined')
        or exists (select 1 from merchants where slug = candidate) loop
    attempt := attempt + 1;
    candidate := base || '-' || attempt;
  end loop;
  return candidate;
end $$;--> statement-breakpoint
do $$
declare known record;
begin
  for known in select id, name from merchants order by created_at, id loop
    update merchants set slug = new_merchant_slug(known.name) where id = known.id;
  end loop;
end $$;--> statement-breakpoint
ALTER TABLE "merchants" ALTER COLUMN "slug" SET NOT NULL;
