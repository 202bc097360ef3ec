using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>An event sink for tests that are about something else.</summary>
internal static class TestEvents
{
    /// <summary>Without listeners; what it logs is dropped.</summary>
    public static ValidationEvents Silent { get; } = Create();

    /// <summary>With listeners; what it logs is dropped.</summary>
    public static ValidationEvents Create(params IScoringListener[] listeners) => new(
        ActivatorUtilities.CreateInstance<ScoringMetrics>(new ServiceCollection().AddMetrics().BuildServiceProvider()),
        listeners,
        NullLogger<ValidationEvents>.Instance);
}
