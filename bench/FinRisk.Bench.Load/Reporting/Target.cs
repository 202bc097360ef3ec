namespace FinRisk.Bench.Load.Reporting;

/// <summary>A figure the product has to keep, as measured.</summary>
/// <param name="What">The figure, with its unit.</param>
/// <param name="Measured">What it came to.</param>
/// <param name="Limit">The bound, at least or at most which <paramref name="AtLeast"/> tells.</param>
/// <param name="AtLeast">Whether the bound is a lower one.</param>
internal sealed record Target(string What, double Measured, double Limit, bool AtLeast = false)
{
    public bool Held => AtLeast ? Measured >= Limit : Measured <= Limit;
}
