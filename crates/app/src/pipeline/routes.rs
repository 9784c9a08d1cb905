//! Travel times of a route planner: what candidates may need is asked once, in batches, and kept with server and day. A
//! server that fails is left alone for the rest of the run, with one warning: estimates serve instead.

use crate::configuration::Osrm;
use crate::workplace::Workplace;
use chrono::{Days, NaiveDate};
use domain::posting::Remote;
use domain::profile::TravelMode;
use domain::{CandidateId, Journey, MediationProfile, Point, RoutedTime, RoutedTimes, Vacancy};
use extract::Vocabulary;
use fetch::{RouteError, RouteServer};
use matcher::Rules;
use std::collections::BTreeSet;
use store::{DossierStore, VacancyStore};

/// A server, for one means of transport.
struct Asked {
    mode: TravelMode,
    server: RouteServer,
    begun: bool,
    warned: bool,
    failed: bool,
}

/// The configured route planners; none by default.
pub(crate) struct Routes {
    osrm: Osrm,
    servers: Vec<Asked>,
    rules: Rules,
    today: NaiveDate,
}

/// The first day whose answers serve today.
fn since(osrm: &Osrm, today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(osrm.keep_days.into())).unwrap_or_default()
}

/// What configured route planners answered so far, and lately enough.
pub(crate) fn known_routes(place: &Workplace, store: &VacancyStore) -> anyhow::Result<RoutedTimes> {
    let mut known = RoutedTimes::new();
    let Some(osrm) = &place.loaded.configuration.travel.osrm else { return Ok(known) };
    for (mode, _, url) in osrm.servers() {
        let host = fetch::host_and_port(url);
        let by = format!("OSRM at {host}");
        let kept = store.travel_times((&host, mode), since(osrm, place.clock.today()))?;
        known.extend(kept.into_iter().map(|(journey, seconds, on)| {
            let time = RoutedTime { seconds, by: by.clone(), on };
            (journey, time)
        }));
    }
    Ok(known)
}

/// The points where one may have to be.
fn workplaces(vacancies: &[Vacancy]) -> BTreeSet<Point> {
    let visited = vacancies.iter().filter(|vacancy| vacancy.posting.remote != Some(Remote::Full));
    let places = visited.flat_map(|vacancy| &vacancy.posting.places);
    places.filter_map(|place| place.coordinates().map(Point::from)).collect()
}

/// The candidates whose home is known, with the middle of its area.
fn homes(
    dossiers: &DossierStore,
    candidates: &[CandidateId],
    vocabulary: &Vocabulary,
) -> anyhow::Result<Vec<(MediationProfile, Point)>> {
    let mut homes = Vec::new();
    for candidate in candidates {
        let profile = dossiers.profile(candidate)?.map(|(_, profile)| profile);
        let at = profile.and_then(|profile| Some((vocabulary.home(&profile.home)?.into(), profile)));
        homes.extend(at.map(|(home, profile)| (profile, home)));
    }
    Ok(homes)
}

impl Routes {
    /// Those that are configured.
    pub(crate) fn configured(place: &Workplace) -> anyhow::Result<Option<Self>> {
        let Some(osrm) = place.loaded.configuration.travel.osrm.clone() else { return Ok(None) };
        let settings = fetch::Settings { timeout: osrm.timeout(), ..place.loaded.fetch_settings(place.clock)? };
        let server = |(mode, profile, url): (_, _, &url::Url)| {
            let server = RouteServer::new(url.clone(), profile, &settings)?;
            Ok(Asked { mode, server, begun: false, warned: false, failed: false })
        };
        let servers = osrm.servers().map(server).collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Some(Self { osrm, servers, rules: place.loaded.rules()?, today: place.clock.today() }))
    }

    /// Asks what these candidates may need and is not known yet.
    pub(crate) async fn ask(
        &mut self,
        place: &Workplace,
        store: &mut VacancyStore,
        (dossiers, candidates): (&DossierStore, &[CandidateId]),
        vocabulary: &Vocabulary,
    ) -> anyhow::Result<()> {
        store.forget_travel_times_before(since(&self.osrm, self.today))?;
        // where nobody lives any more is nobody's business
        let all = homes(dossiers, &dossiers.candidates()?, vocabulary)?;
        store.keep_travel_times_from(&all.into_iter().map(|(_, home)| home).collect())?;
        let mut known: BTreeSet<Journey> = known_routes(place, store)?.into_keys().collect();
        let workplaces = workplaces(&store.open_vacancies()?);
        for (profile, home) in homes(dossiers, candidates, vocabulary)? {
            for at in 0..self.servers.len() {
                let wanted = self.wanted(&self.servers[at], &profile, home, &workplaces);
                let wanted: Vec<Point> = wanted.filter(|to| known.insert((home, *to, self.servers[at].mode))).collect();
                self.batches(at, store, home, &wanted).await?;
            }
        }
        Ok(())
    }

    /// Where a candidate may travel by a server's means, by the estimate and a margin.
    fn wanted(
        &self,
        asked: &Asked,
        profile: &MediationProfile,
        home: Point,
        workplaces: &BTreeSet<Point>,
    ) -> impl Iterator<Item = Point> {
        let most = f64::from(profile.travel.max_minutes.saturating_add(self.osrm.margin_minutes));
        let travels = profile.travel.modes.contains(&asked.mode);
        workplaces
            .iter()
            .copied()
            .filter(move |to| travels && self.rules.is_estimated_within(asked.mode, home, *to, most))
    }

    /// Asks a server for so many at a time, and keeps each answer before the next question.
    async fn batches(&mut self, at: usize, store: &mut VacancyStore, home: Point, to: &[Point]) -> anyhow::Result<()> {
        let asked = &mut self.servers[at];
        for batch in to.chunks(self.osrm.destinations_a_request) {
            if asked.failed {
                break;
            }
            if std::mem::replace(&mut asked.begun, true) {
                tokio::time::sleep(self.osrm.pause()).await;
            }
            match asked.server.seconds(home, batch).await {
                Ok(seconds) => {
                    let answers: Vec<_> = batch.iter().copied().zip(seconds).collect();
                    let by = (asked.server.host(), asked.mode);
                    store.keep_travel_times((&by.0, by.1), home, &answers, self.today)?;
                }
                Err(error) => asked.fail(&error),
            }
        }
        Ok(())
    }
}

impl Asked {
    fn fail(&mut self, error: &RouteError) {
        self.failed = !error.is_about_these_points();
        if !std::mem::replace(&mut self.warned, true) {
            tracing::warn!("travel times of {}: {error}; estimates serve instead", self.server.host());
        }
    }
}
