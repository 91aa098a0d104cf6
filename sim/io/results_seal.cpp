#include "sim/io/results_seal.hpp"

#include <stdexcept>

#include "sim/core/sha256.hpp"

namespace forestall {
namespace {

constexpr std::string_view opening = "\nForestall results, SHA-256 of all before this line: ";
constexpr std::size_t seal_bytes = opening.size() + 64 + 1;

std::string seal_for(std::string_view data) { return std::string(opening) + sha256(data) + '\n'; }

}  // namespace

std::string sealed(std::string data) { return std::move(data.append(seal_for(data))); }

std::string_view unsealed(std::string_view bytes) {
    const std::size_t data_bytes = bytes.size() < seal_bytes ? 0 : bytes.size() - seal_bytes;
    const std::string_view seal = bytes.substr(data_bytes);
    if (!seal.starts_with(opening)) throw std::invalid_argument("it does not end with the seal of Forestall");
    const std::string_view data = bytes.substr(0, data_bytes);
    if (seal != seal_for(data))
        throw std::invalid_argument("it was damaged or changed after Forestall wrote it");
    return data;
}

}  // namespace forestall
