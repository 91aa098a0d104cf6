// The sections of a description, each as Markdown from its heading on. Internal to sim/study.
#pragma once

#include <cstddef>
#include <string>

#include "sim/model/spec.hpp"

namespace forestall::description {

/// What the program cannot know.
inline constexpr const char* author_writes = "*To be written by the author of the study.*";

// --- ODD: overview
std::string purpose_and_patterns(const StudyFiles& files);
std::string entities_and_scales(const StudyFiles& files);
std::string processes_and_scheduling(const StudyFiles& files);
// --- ODD: design concepts
std::string design_concepts(const StudyFiles& files);
// --- ODD: details
std::string initialization(const StudyFiles& files);
std::string input_data(const StudyFiles& files);
std::string submodels(const StudyFiles& files);

std::string stress_checklist(const StudyFiles& files);
/// `text`: all that stands before, so that the list of sources holds every one that it names.
std::string evidence_section(const StudyFiles& files, const std::string& text);
/// The rows of every table; of a long one by age, every tenth year.
std::string tables_of_figures(const StudyFiles& files);

// --- What several sections say
std::string horizon_in_words(const StudySpec& study);
double people_at_start(const PlaceSpec& place);
/// "`population.csv`, by age and sex".
std::string people_file_in_words(const PeopleSpec& people);
/// Nothing in the files moves anybody on it.
bool is_fixed(const ModelSpec& model, const TrackSpec& track);
/// "sex and imd"; nothing without fixed tracks.
std::string fixed_tracks_in_words(const ModelSpec& model);
/// How many figures the evidence register has.
std::size_t parameters_in(const StudyFiles& files);
/// Names of the processes that bring newborns, or through which people die or leave.
std::string processes_with(const ModelSpec& model, LifeEvent event);

}  // namespace forestall::description
