using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>A configuration source whose value is taken over when it is reloaded, as a mounted secret's is.</summary>
internal sealed class ReloadableSource : ConfigurationProvider, IConfigurationSource
{
    public string? Value { get; set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data["RiskShield:ApiKey"] = Value;
}
