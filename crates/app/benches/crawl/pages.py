"""Writes the job sites that the crawl is measured on: static files, the same on every machine.

    pages.py FOLDER SITES PAGES PORT

SITES folders of PAGES vacancy pages together, about 20 kB each, of which a sixth is schema.org JobPosting JSON-LD; with a
robots.txt and a sitemap each. Also writes nginx.conf, which serves them on loopback at PORT and the ports after it, and
sites.txt, one address a line.
"""
import json, pathlib, random, sys

folder, sites, pages, port = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
WORDS = ("werk taak team dag klant planning orders voorraad kantoor machine rooster overleg collega levering kwaliteit "
         "afspraak bestelling machinepark magazijn administratie telefoon aanvraag proces product systeem locatie").split()
TITLES = ["Magazijnmedewerker", "Administratief medewerker", "Planner", "Receptionist", "Verkoopmedewerker", "Monteur"]
PLACES = ["Zutphen", "Deventer", "Apeldoorn", "Utrecht", "Breda", "Tilburg", "Haarlem", "Gent"]


def sentences(chance, count):
    return " ".join(" ".join(chance.choices(WORDS, k=9)).capitalize() + "." for _ in range(count))


def page(number, address):
    chance = random.Random(number)
    title = f"{chance.choice(TITLES)} {number}"
    text = "".join(f"<p>{sentences(chance, 8)}</p>" for _ in range(4)) + "<p>Je werkt 24-32 uur per week. Mbo 3. Tillen tot 10 kg.</p>"
    posting = {"@context": "https://schema.org", "@type": "JobPosting", "title": title, "description": text,
               "datePosted": "2026-11-20", "validThrough": "2099-01-01", "employmentType": "PART_TIME",
               "hiringOrganization": {"@type": "Organization", "name": f"Werkgever {number % 997}"},
               "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": chance.choice(PLACES), "addressCountry": "NL"}},
               "url": address}
    menu = "".join(f"<li class='menu__item'><a href='/thema/{n}'>{sentences(chance, 1)}</a></li>" for n in range(110))
    return f"""<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title>
<script type="application/ld+json">{json.dumps(posting, ensure_ascii=False)}</script></head>
<body><nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{text}</main></body></html>"""


servers = []
for site in range(sites):
    base, root = f"http://127.0.0.1:{port + site}", folder / f"site{site}"
    (root / "vacature").mkdir(parents=True, exist_ok=True)
    numbers = range(site, pages, sites)
    for number in numbers:
        address = f"{base}/vacature/{number}.html"
        (root / "vacature" / f"{number}.html").write_text(page(number, address), "utf-8")
    urls = "".join(f"<url><loc>{base}/vacature/{number}.html</loc></url>" for number in numbers)
    (root / "sitemap.xml").write_text(f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>")
    (root / "robots.txt").write_text(f"User-agent: *\nDisallow: /intern/\nSitemap: {base}/sitemap.xml\n")
    servers.append(f"server {{ listen 127.0.0.1:{port + site}; root {root}; charset utf-8; }}")

(folder / "nginx.conf").write_text(f"""worker_processes 1; worker_rlimit_nofile 16384; daemon on; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 1000000; open_file_cache max=4000; etag on;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
types {{ text/html html; application/xml xml; text/plain txt; }} default_type text/plain;
{chr(10).join(servers)} }}
""")
(folder / "sites.txt").write_text("".join(f"http://127.0.0.1:{port + site}/\n" for site in range(sites)))
