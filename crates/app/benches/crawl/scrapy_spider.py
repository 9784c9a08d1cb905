"""Scrapy's own way: a SitemapSpider that reads the JSON-LD of every page. Prints pages and seconds as JSON.

    scrapy_spider.py SITES_FILE
"""
import json, resource, sys, time

from scrapy.crawler import CrawlerProcess
from scrapy.spiders import SitemapSpider

SITES = [line.strip() for line in open(sys.argv[1]) if line.strip()]
found = 0


class Vacancies(SitemapSpider):
    name = "vacancies"
    sitemap_urls = [site + "sitemap.xml" for site in SITES]
    custom_settings = {"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "CRITICAL", "LOG_ENABLED": False, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS": 64,
                       "CONCURRENT_REQUESTS_PER_DOMAIN": 64, "TELNETCONSOLE_ENABLED": False, "HTTPCACHE_ENABLED": False}

    def parse(self, response):
        global found
        for block in response.xpath("//script[@type='application/ld+json']/text()").getall():
            posting = json.loads(block)
            if posting.get("@type") == "JobPosting":
                found += 1
                yield {"title": posting["title"], "text": posting["description"], "url": response.url}


began = time.perf_counter()
process = CrawlerProcess(settings={"LOG_ENABLED": False})
process.crawl(Vacancies)
process.start()
seconds = time.perf_counter() - began
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"what": "scrapy", "pages": found, "seconds": round(seconds, 3), "pages_per_second": round(found / seconds),
                  "processor_microseconds_per_page": round((usage.ru_utime + usage.ru_stime) * 1e6 / max(found, 1)),
                  "resident_mebibytes": usage.ru_maxrss // 1024}))
