//! The night, step by step: crawl, index, travel times, shortlists, digests. Each step can be run by itself and picks up what is left.

mod answers;
mod changes;
mod choosing;
mod crawl;
mod deliver;
mod fold;
mod harvested;
mod index;
mod mask_kept;
mod prune;
mod reading;
mod revisit;
mod robots;
mod routes;
mod seekers;
mod shortlists;
mod source_run;
mod verify;

pub(crate) use choosing::Wanted;
pub(crate) use crawl::crawl;
pub(crate) use deliver::{Delivery, deliver};
pub(crate) use index::{open_index, reindex, update_index};
pub(crate) use mask_kept::mask_kept;
pub(crate) use prune::prune;
pub(crate) use reading::Reader;
pub(crate) use revisit::Revisit;
pub(crate) use routes::{Routes, known_routes};
pub(crate) use seekers::{Bench, seeker};
pub(crate) use shortlists::{Made, contenders, make_shortlist};
pub(crate) use verify::verify_contenders;
