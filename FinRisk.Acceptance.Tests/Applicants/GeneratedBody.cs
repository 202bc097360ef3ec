namespace FinRisk.Acceptance.Tests.Applicants;

/// <summary>A generated request body.</summary>
/// <param name="Bytes">As sent.</param>
/// <param name="Fault">
/// The field at fault; <see cref="None"/> if it must be accepted, <see cref="Somewhere"/> if it may go either way.
/// </param>
internal sealed record GeneratedBody(byte[] Bytes, string Fault)
{
    public const string None = "none";
    public const string Somewhere = "somewhere";
}
