using System.Runtime.CompilerServices;
using FinRisk.Local.Hosting;
using FinRisk.Local.Store;
using Microsoft.AspNetCore.Builder;
using RiskShield.Simulator;

namespace FinRisk.Local.Tests.Harness;

/// <summary>What a test has to reach and the product has no reason to show.</summary>
internal static class Inside
{
    /// <summary>The writer's connection: the one whose limits make a disk full or read-only.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    public static extern ref StoreConnection Connection(StoreWriter writer);

    /// <summary>From now on the disk refuses every change.</summary>
    public static async Task RefuseWritesAsync(StoreWriter writer)
    {
        try
        {
            await writer.WriteAsync(_ => Connection(writer).Execute("PRAGMA query_only = ON"));
        }
        catch (StoreException)
        {
            // A change of the host's own shared the commit and was the first to be refused.
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_app")]
    public static extern ref WebApplication App(LocalHost host);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_simulator")]
    public static extern ref RiskShieldSimulator? Simulator(LocalHost host);
}
