-- Whether a page has a way to apply. NULL: not known; 0: it has none; 1: it has one; 2: it had one, which vanished.
ALTER TABLE page ADD COLUMN applies INTEGER;
-- Nights with a sign that never closes alone.
ALTER TABLE doubt ADD COLUMN faint INTEGER NOT NULL DEFAULT 0;
