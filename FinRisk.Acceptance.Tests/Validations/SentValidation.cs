using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>A request that may have to be repeated.</summary>
internal sealed record SentValidation(string CorrelationId, string Key, Applicant Applicant);
