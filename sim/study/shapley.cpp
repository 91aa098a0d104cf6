#include "sim/study/shapley.hpp"

#include <bit>

namespace forestall {

namespace {

double factorial(int n) {
    double product = 1;
    for (int i = 2; i <= n; ++i) product *= i;
    return product;
}

}  // namespace

std::vector<double> shapley_values(const Attribution& attribution,
                                   const std::function<double(std::uint32_t set)>& worth) {
    const int many = static_cast<int>(attribution.programmes.size());
    std::vector<double> shares(attribution.programmes.size());
    if (!attribution.orders.empty()) {
        for (const auto& order : attribution.orders) {
            std::uint32_t set = 0;
            double before = 0;
            for (const int programme : order) {
                set |= std::uint32_t{1} << programme;
                const double now = worth(set);
                shares[static_cast<std::size_t>(programme)] += now - before;
                before = now;
            }
        }
        for (double& share : shares) share /= static_cast<double>(attribution.orders.size());
        return shares;
    }
    // Sums of whole effects stay whole numbers until the division, so that shares of counts add up exactly.
    for (int p = 0; p < many; ++p) {
        const std::uint32_t own = std::uint32_t{1} << p;
        double sum = 0;
        for (std::uint32_t set = 0; set < (std::uint32_t{1} << many); ++set) {
            if ((set & own) != 0) continue;
            const int size = std::popcount(set);
            const double orders = factorial(size) * factorial(many - size - 1);
            sum += orders * (worth(set | own) - worth(set));
        }
        shares[static_cast<std::size_t>(p)] = sum / factorial(many);
    }
    return shares;
}

}  // namespace forestall
