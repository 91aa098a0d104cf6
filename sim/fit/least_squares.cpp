#include "sim/fit/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <exception>

#include <Eigen/Dense>
#include <ceres/ceres.h>
#include <glog/logging.h>

namespace forestall {

namespace {

/// Ceres knows nothing of exceptions: what is thrown waits here until it has come to an end.
class Failure {
  public:
    void keep() { failure_ = std::current_exception(); }
    bool is_kept() const { return failure_ != nullptr; }
    void throw_on() const {
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    std::exception_ptr failure_;
};

/// The problem as Ceres asks for it: every x a block of its own, so that each can be held.
class Residuals final : public ceres::CostFunction {
  public:
    Residuals(const LeastSquares& problem, Failure& failure) : problem_(problem), failure_(failure) {
        set_num_residuals(static_cast<int>(problem.residuals));
        mutable_parameter_block_sizes()->assign(problem.start.size(), 1);
    }

    bool Evaluate(double const* const* blocks, double* residuals, double** slopes) const override {
        if (failure_.is_kept()) return false;
        try {
            return evaluate(blocks, residuals, slopes);
        } catch (...) {
            failure_.keep();
            return false;
        }
    }

  private:
    bool evaluate(double const* const* blocks, double* residuals, double** slopes) const {
        std::vector<double> x;
        for (std::size_t i = 0; i < problem_.start.size(); ++i) x.push_back(*blocks[i]);
        const auto found = problem_.residuals_at(x);
        if (!found) return false;
        std::copy(found->begin(), found->end(), residuals);
        if (slopes == nullptr) return true;
        const Matrix matrix = problem_.slopes_at(x);
        for (std::size_t i = 0; i < x.size(); ++i)
            if (slopes[i] != nullptr)
                for (std::size_t r = 0; r < matrix.size(); ++r) slopes[i][r] = matrix[r][i];
        return true;
    }

    const LeastSquares& problem_;
    Failure& failure_;
};

/// Ends the search where it has settled: a simulated sum of squares has steps too fine to follow.
class Settled final : public ceres::IterationCallback {
  public:
    explicit Settled(const Failure& failure) : failure_(failure) {}

    ceres::CallbackReturnType operator()(const ceres::IterationSummary& summary) override {
        if (failure_.is_kept()) return ceres::SOLVER_ABORT;
        if (summary.iteration == 0 || !summary.step_is_valid) return ceres::SOLVER_CONTINUE;
        const double promised =
            2 * summary.cost_change / summary.relative_decrease;  // a cost is half the squares
        const bool is_settled = promised < settled_squares || summary.step_norm < settled_step;
        return is_settled ? ceres::SOLVER_TERMINATE_SUCCESSFULLY : ceres::SOLVER_CONTINUE;
    }

  private:
    const Failure& failure_;
};

ceres::Solver::Options options_with(Settled& settled) {
    ceres::Solver::Options options;
    options.linear_solver_type = ceres::DENSE_QR;
    options.num_threads = 1;
    options.max_num_iterations = 1000;                     // the caller counts what is dear, and throws
    options.max_num_line_search_step_size_iterations = 0;  // each would be a run of the study
    options.logging_type = ceres::SILENT;
    options.update_state_every_iteration = false;
    options.callbacks.push_back(&settled);
    return options;
}

/// A search from x, which it moves. Those that are held stay.
void search(const LeastSquares& problem, std::vector<double>& x, const std::vector<bool>& held) {
    Failure failure;
    ceres::Problem ceres_problem;
    std::vector<double*> blocks;
    for (double& one : x) blocks.push_back(&one);
    ceres_problem.AddResidualBlock(new Residuals(problem, failure), nullptr, blocks);  // Ceres deletes it
    for (std::size_t i = 0; i < x.size(); ++i) {
        ceres_problem.SetParameterLowerBound(blocks[i], 0, problem.low[i]);
        ceres_problem.SetParameterUpperBound(blocks[i], 0, problem.high[i]);
        if (held[i]) ceres_problem.SetParameterBlockConstant(blocks[i]);
    }
    Settled settled(failure);
    ceres::Solver::Summary summary;
    ceres::Solve(options_with(settled), &ceres_problem, &summary);
    failure.throw_on();
}

/// Those at a bound that the sum of squares would push beyond it.
std::vector<bool> pushed_out(const LeastSquares& problem, const std::vector<double>& x) {
    const Matrix slopes = problem.slopes_at(x);
    const std::vector<double> residuals = problem.residuals_at(x).value();
    std::vector<bool> pushed(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        double uphill = 0;
        for (std::size_t r = 0; r < residuals.size(); ++r) uphill += slopes[r][i] * residuals[r];
        pushed[i] = (x[i] <= problem.low[i] && uphill > 0) || (x[i] >= problem.high[i] && uphill < 0);
    }
    return pushed;
}

}  // namespace

std::vector<double> minimise(const LeastSquares& problem) {
    google::SetStderrLogging(google::GLOG_FATAL);
    FLAGS_minloglevel = google::GLOG_FATAL;  // what goes wrong in a step is met with a shorter one
    std::vector<double> x = problem.start;
    std::vector<bool> held(x.size(), false);
    // Steps that are cut off at a bound do not settle the others: hold those at bounds, search on, look
    // again.
    constexpr int most_rounds = 4;
    for (int round = 0; round < most_rounds; ++round) {
        search(problem, x, held);
        const std::vector<bool> pushed = pushed_out(problem, x);
        if (pushed == held) break;
        held = pushed;
    }
    return x;
}

Matrix covariance_from(const Matrix& slopes) {
    const auto rows = static_cast<Eigen::Index>(slopes.size());
    const auto columns = static_cast<Eigen::Index>(slopes.front().size());
    Eigen::MatrixXd jacobian(rows, columns);
    for (Eigen::Index r = 0; r < rows; ++r)
        for (Eigen::Index c = 0; c < columns; ++c)
            jacobian(r, c) = slopes[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)];
    const Eigen::MatrixXd inverse =
        (jacobian.transpose() * jacobian).ldlt().solve(Eigen::MatrixXd::Identity(columns, columns));
    Matrix covariance(slopes.front().size(), std::vector<double>(slopes.front().size()));
    for (Eigen::Index r = 0; r < columns; ++r)
        for (Eigen::Index c = 0; c < columns; ++c)  // rounding differs across the diagonal
            covariance[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] =
                (inverse(r, c) + inverse(c, r)) / 2;
    return covariance;
}

}  // namespace forestall
