-- The search in PostGIS: the nearest of each type by one GiST index of need and point. Points are in Mercator's
-- projection, which keeps angles: nearest in it is nearest on the Earth but where distances differ by less than
-- one in a few hundred, so two more than wanted are taken, and put in order by metres.
SET client_min_messages = warning;

CREATE FUNCTION mercator(latitude float8, longitude float8) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ST_MakePoint(longitude, degrees(ln(tan(radians(45 + latitude / 2))))) $$;

-- As sgp_ready_distance_m.
CREATE FUNCTION metres(latitude float8, longitude float8, cosine float8, to_latitude float8, to_longitude float8,
    to_cosine float8) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT floor(12742017.6 * asin(least(1, sqrt(sin(radians(to_latitude - latitude) / 2) ^ 2
    + cosine * to_cosine * sin(radians(to_longitude - longitude) / 2) ^ 2))) + 0.5)::int $$;

ALTER TABLE need ADD COLUMN at geometry;
UPDATE need SET at = mercator(latitude, longitude);
CREATE INDEX need_at ON need USING gist (shelf, at);
CREATE INDEX need_promoted_at ON need USING gist (shelf, at) WHERE flags & 2 <> 0;
VACUUM ANALYZE;

-- Whether an open interval serves: of those that end late enough, the first decides.
CREATE FUNCTION serves(of_hours int, soon int, moment bigint, deadline bigint) RETURNS bool LANGUAGE sql STABLE AS
$$ SELECT (SELECT since FROM open WHERE hours = of_hours AND until >= moment + 30 ORDER BY until LIMIT 1)
    <= greatest(moment + 60, least(deadline, moment + soon)) - 30 $$;

-- Whether the service lists an area of the place, to which it is limited or promoted.
CREATE FUNCTION lists_area(of_service int, of_use text, of_spot int) RETURNS bool LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM service_area a JOIN spot_area p ON p.spot = of_spot AND p.area = a.area
    WHERE a.service = of_service AND a.use = of_use) $$;

-- Whether it is red.
CREATE FUNCTION is_red(of_service int, moment bigint) RETURNS bool LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM red WHERE service = of_service AND since <= moment AND until > moment) $$;

CREATE FUNCTION search(a asked) RETURNS text LANGUAGE plpgsql STABLE AS
$$
DECLARE
    s spot;
    q int;
    here geometry;
    box geometry;
    c float8;
    mine int[];
    answer text;
BEGIN
    SELECT number INTO q FROM question
        WHERE (symptom_group, discriminator, disposition) = (a.symptom_group, a.discriminator, a.disposition);
    SELECT * INTO s FROM spot WHERE name = a.postcode;
    here := mercator(s.latitude, s.longitude);
    c := cos(radians(s.latitude));
    box := ST_Expand(here, 0.5401 / cos(radians(s.latitude + 0.6))); -- 60 km, and a little more
    IF a.practice IS NOT NULL THEN
        SELECT array_agg(id) INTO mine FROM of_practice WHERE practice = a.practice AND question = q;
    END IF;
    mine := coalesce(mine, '{}');
    SELECT string_agg(id::text, ';' ORDER BY elsewhere, rank, affiliation, metres, id) INTO answer FROM (
        SELECT f.*, p.rank FROM plan p
        LEFT JOIN shelf o ON o.question = p.question AND o.type = p.type AND o.commissioner = s.commissioner
        LEFT JOIN shelf h ON h.question = p.question AND h.type = p.type AND h.commissioner = 0
        CROSS JOIN LATERAL (
            SELECT * FROM (
                (SELECT n.id, n.flags & 2 <> 0 AND NOT lists_area(n.id, 'promoted', s.number) AS elsewhere,
                    CASE WHEN n.own = 1 THEN 0 WHEN n.commissioner <> s.commissioner THEN 3
                        WHEN n.flags & 4 <> 0 THEN 1 ELSE 2 END AS affiliation,
                    metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine) AS metres
                FROM of_practice n WHERE n.practice = a.practice AND n.question = q AND n.type = p.type
                    AND n.from_days <= a.age AND n.to_days >= a.age AND n.sexes & a.sex <> 0
                    AND n.roles & a.role <> 0 AND n.valid_from <= a.date AND n.valid_to >= a.date
                    AND serves(n.hours, n.soon, a.moment, a.deadline) AND NOT is_red(n.id, a.moment)
                    AND (n.flags & 1 = 0 OR lists_area(n.id, 'limited', s.number)))
                UNION ALL
                (SELECT * FROM (
                    (SELECT n.id, false, 2, metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine)
                    FROM need n WHERE n.shelf = o.number AND n.at && box AND n.id <> ALL (mine)
                        AND metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine) <= 60000
                        AND (n.flags & 2 = 0 OR lists_area(n.id, 'promoted', s.number)) AND n.from_days <= a.age AND n.to_days >= a.age AND n.sexes & a.sex <> 0
                    AND n.roles & a.role <> 0 AND n.valid_from <= a.date AND n.valid_to >= a.date
                    AND serves(n.hours, n.soon, a.moment, a.deadline) AND NOT is_red(n.id, a.moment)
                    AND (n.flags & 1 = 0 OR lists_area(n.id, 'limited', s.number))
                    ORDER BY n.at <-> here LIMIT p.keep + 2)
                    UNION ALL
                    (SELECT n.id, false, 3, metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine)
                    FROM need n WHERE n.shelf = h.number AND n.at && box AND n.id <> ALL (mine)
                        AND metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine) <= 60000
                        AND n.commissioner <> s.commissioner
                        AND (n.flags & 2 = 0 OR lists_area(n.id, 'promoted', s.number)) AND n.from_days <= a.age AND n.to_days >= a.age AND n.sexes & a.sex <> 0
                    AND n.roles & a.role <> 0 AND n.valid_from <= a.date AND n.valid_to >= a.date
                    AND serves(n.hours, n.soon, a.moment, a.deadline) AND NOT is_red(n.id, a.moment)
                    AND (n.flags & 1 = 0 OR lists_area(n.id, 'limited', s.number))
                    ORDER BY n.at <-> here LIMIT p.keep + 2)
                    UNION ALL
                    (SELECT n.id, true, CASE WHEN n.commissioner = s.commissioner THEN 2 ELSE 3 END,
                        metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine)
                    FROM need n WHERE n.shelf = h.number AND n.at && box AND n.id <> ALL (mine)
                        AND metres(s.latitude, s.longitude, c, n.latitude, n.longitude, n.cosine) <= 60000
                        AND n.flags & 2 <> 0 AND NOT lists_area(n.id, 'promoted', s.number) AND n.from_days <= a.age AND n.to_days >= a.age AND n.sexes & a.sex <> 0
                    AND n.roles & a.role <> 0 AND n.valid_from <= a.date AND n.valid_to >= a.date
                    AND serves(n.hours, n.soon, a.moment, a.deadline) AND NOT is_red(n.id, a.moment)
                    AND (n.flags & 1 = 0 OR lists_area(n.id, 'limited', s.number)))
                ) shelves LIMIT p.keep + 2)
            ) every WHERE metres <= 60000
            ORDER BY elsewhere, affiliation, metres, id LIMIT p.keep) f
        WHERE p.question = q AND p.strategy = s.strategy
        ORDER BY elsewhere, rank, affiliation, metres, id LIMIT 20) found;
    RETURN coalesce(answer, '');
END
$$;

CREATE UNLOGGED TABLE answered (us float8, agrees bool);
DO
$$
DECLARE
    a asked;
    start timestamptz;
    took interval;
    answer text;
BEGIN
    FOR a IN SELECT * FROM asked ORDER BY number LOOP
        start := clock_timestamp();
        answer := search(a);
        took := clock_timestamp() - start;
        INSERT INTO answered VALUES (extract(epoch FROM took) * 1e6, answer = coalesce(a.answer, ''));
    END LOOP;
END
$$;
