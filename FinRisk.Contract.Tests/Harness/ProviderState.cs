namespace FinRisk.Contract.Tests.Harness;

/// <summary>A state of the provider, and how the simulator's control API brings it about.</summary>
/// <param name="Text">What the pact calls it.</param>
/// <param name="AcceptsKey">Whether the key of the examples is a valid one.</param>
/// <param name="Fault">The fault of the next call, in the control API's terms; null: none.</param>
internal sealed record ProviderState(string Text, bool AcceptsKey = true, string? Fault = null)
{
    public static readonly ProviderState Well = new("the API key is valid");

    public static readonly ProviderState UnknownKey = new("the API key is unknown", AcceptsKey: false);

    public static readonly ProviderState RefusesApplicant = new("the applicant cannot be scored", Fault: "400");

    public static readonly ProviderState InProgress = new("a call with this idempotency key is in progress", Fault: "409");

    public static readonly ProviderState QuotaExhausted = new(
        "the quota of calls is exhausted", Fault: """{"status":429,"retryAfter":7}""");

    public static readonly ProviderState Failing = new("the service is failing", Fault: "500");

    public static readonly ProviderState Unusable = new("responses carry no usable score", Fault: "\"wrong-type\"");

    public static readonly IReadOnlyList<ProviderState> All =
        [Well, UnknownKey, RefusesApplicant, InProgress, QuotaExhausted, Failing, Unusable];
}
