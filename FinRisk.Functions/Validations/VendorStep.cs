using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Validations;

/// <summary>The input of <see cref="CallVendorActivity"/>. A durable contract: members are only added, and added as optional.</summary>
/// <param name="Call">The call.</param>
/// <param name="NotBefore">When it is due, where the durable timer went off before that.</param>
public sealed record VendorStep(VendorCall Call, DateTimeOffset? NotBefore = null);
