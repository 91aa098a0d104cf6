#include "sim/programmes/callables.hpp"

#include <cstring>

namespace forestall {

PeopleSeen::Row PeopleSeen::row_of(const Model& model) {
    constexpr std::size_t word = 8;
    return {(Row::factors + model.factors.size() * sizeof(FactorValue) + word - 1) / word * word};
}

PeopleSeen::PeopleSeen(const Model& model, int month, Date date)
    : model_(model), month_(month), date_(date), row_(row_of(model)) {}

void PeopleSeen::add(Record person, Minutes t) {
    const std::size_t at = rows_->size();
    rows_->resize(at + row_.bytes);
    const PersonKey key = person.key();
    const float age = static_cast<float>(t - person.birth()) / static_cast<float>(minutes_per_year);
    std::memcpy(rows_->data() + at + Row::key, &key, sizeof key);
    std::memcpy(rows_->data() + at + Row::age, &age, sizeof age);
    std::memcpy(rows_->data() + at + Row::factors, person.factors(),
                model_.factors.size() * sizeof(FactorValue));
}

void PeopleSeen::add(const PeopleSeen& others) {
    rows_->insert(rows_->end(), others.rows_->begin(), others.rows_->end());
}

PersonKey PeopleSeen::key(std::size_t person) const {
    PersonKey key;
    std::memcpy(&key, rows_->data() + person * row_.bytes + Row::key, sizeof key);
    return key;
}

float PeopleSeen::age(std::size_t person) const {
    float age;
    std::memcpy(&age, rows_->data() + person * row_.bytes + Row::age, sizeof age);
    return age;
}

FactorValue PeopleSeen::factor(std::size_t person, int id) const {
    FactorValue value;
    std::memcpy(&value,
                rows_->data() + person * row_.bytes + Row::factors +
                    static_cast<std::size_t>(id) * sizeof(FactorValue),
                sizeof value);
    return value;
}

}  // namespace forestall
