-- Why a location's orders wait. Derived from the facts, so that removing the cause releases every held order at once
-- and nothing can be released twice or forgotten.
create view delivery_holds as
select l.id as location_id, l.merchant_id, m.store_slug as mapped_slug,
  case
    when c.state is null or c.state = 'disconnected' then 'not_connected'
    when c.state = 'revoked' then 'connection_revoked'
    when m.store_slug is null then 'location_unmapped'
    when s.gone_at is not null then 'store_gone'
  end as reason
from locations l
left join connections c on c.merchant_id = l.merchant_id
left join store_mappings m on m.location_id = l.id
left join stores s on s.merchant_id = l.merchant_id and s.slug = m.store_slug;
