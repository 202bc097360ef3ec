namespace FinRisk.Client;

/// <summary>Problem details (RFC 9457), without data of the applicant.</summary>
/// <param name="Status">The HTTP status, 300 to 599.</param>
/// <param name="Code">
/// The problem's code, one of <see cref="ProblemCodes"/> or a newer one. Null if the response contained no problem details, as
/// when a gateway or the Azure platform refused the request. If the code is unknown, decide by <see cref="Retryable"/>.
/// </param>
/// <param name="Title">A summary, the same for every problem with this code.</param>
/// <param name="Detail">The cause of this problem, and how to correct it.</param>
/// <param name="Retryable">
/// Whether the same request may succeed later. Without problem details: true for 408, 429 and every 5xx except 501 and 505.
/// </param>
public sealed record Problem(int Status, string? Code, string Title, string Detail, bool Retryable)
{
    /// <summary>The errors by field for <see cref="ProblemCodes.ValidationFailed"/>; otherwise empty.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}
