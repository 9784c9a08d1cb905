-- What a route planner answered, so that nothing is asked twice. Points are centres of postcode areas and places, in
-- ten-thousandths of a degree; none is anybody's address.
CREATE TABLE travel_time (
  host     TEXT NOT NULL,
  mode     TEXT NOT NULL,
  from_lat INTEGER NOT NULL,
  from_lon INTEGER NOT NULL,
  to_lat   INTEGER NOT NULL,
  to_lon   INTEGER NOT NULL,
  seconds  INTEGER,                     -- NULL: there is no route
  asked_on TEXT NOT NULL,
  PRIMARY KEY (host, mode, from_lat, from_lon, to_lat, to_lon)
) WITHOUT ROWID;
