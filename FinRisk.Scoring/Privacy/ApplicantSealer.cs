using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Scoring.Privacy;

/// <summary>
/// Seals applicants with ASP.NET Core Data Protection: authenticated encryption under a rotating key ring, with the validation's
/// id as part of the purpose, so that a payload opens for the validation it was sealed for and for no other.
/// </summary>
public sealed class ApplicantSealer(IDataProtectionProvider provider)
{
    private const string Purpose = "FinRisk.Applicant.v1";

    /// <summary>Neither a name nor an ID number can hold a line feed, so it separates them without any escaping.</summary>
    private const char Separator = '\n';

    private readonly IDataProtector _protector = provider.CreateProtector(Purpose);

    /// <summary>Seals <paramref name="applicant"/> for the validation <paramref name="id"/>.</summary>
    /// <exception cref="KeyRingUnreachableException">The key ring cannot be read at the moment.</exception>
    public SealedApplicant Seal(Applicant applicant, ValidationId id)
    {
        var open = Encoding.UTF8.GetBytes($"{applicant.FirstName}{Separator}{applicant.LastName}{Separator}{applicant.IdNumber}");
        try
        {
            return new SealedApplicant(Base64Url.EncodeToString(For(id).Protect(open)));
        }
        catch (CryptographicException fault) when (FindUnreachable(fault) is { } unreachable)
        {
            throw unreachable;
        }
    }

    /// <summary>Opens what was sealed for <paramref name="id"/>.</summary>
    /// <exception cref="SealBrokenException">
    /// The payload was altered, belongs to another validation, or its key is gone.
    /// </exception>
    /// <exception cref="KeyRingUnreachableException">Its key cannot be read at the moment.</exception>
    internal Applicant Open(SealedApplicant sealedApplicant, ValidationId id)
    {
        try
        {
            var open = For(id).Unprotect(Base64Url.DecodeFromChars(sealedApplicant.Payload));
            return Encoding.UTF8.GetString(open).Split(Separator) is [var firstName, var lastName, var idNumber]
                ? new Applicant(firstName, lastName, idNumber)
                : throw new SealBrokenException(null);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            throw (Exception?)FindUnreachable(fault) ?? new SealBrokenException(fault);
        }
    }

    /// <summary>Data Protection wraps whatever happens to it; a vault that is away must not look like a broken seal.</summary>
    private static KeyRingUnreachableException? FindUnreachable(Exception? fault)
    {
        while (fault is not null and not KeyRingUnreachableException)
            fault = fault.InnerException;
        return fault as KeyRingUnreachableException;
    }

    private IDataProtector For(ValidationId id) => _protector.CreateProtector(id.Value);
}

/// <summary>
/// A sealed applicant cannot be opened: altered, moved to another validation, or sealed under a key that the ring no longer
/// holds. There is nothing to retry; the vendor is not called.
/// </summary>
public sealed class SealBrokenException : Exception
{
    /// <summary>Says so; the inner exception of the cryptography carries no plaintext.</summary>
    public SealBrokenException(Exception? inner)
        : base("The sealed applicant cannot be opened: it was altered, belongs to another validation, or its key is gone.", inner)
    {
    }
}

/// <summary>
/// The key ring cannot be read now, because its store or the vault that holds its key does not answer. Unlike
/// <see cref="SealBrokenException"/> this passes: the attempt is made again.
/// </summary>
public sealed class KeyRingUnreachableException : Exception
{
    /// <summary>Says so; the inner exception comes from whoever did not answer.</summary>
    public KeyRingUnreachableException(Exception inner)
        : base("The key ring cannot be read now: its store, or the vault that holds its key, does not answer.", inner)
    {
    }
}
