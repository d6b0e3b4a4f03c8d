import { AttestationForm, AttestationList } from '@/components/tpp/attestation-list'
import { ContactForm, type ContactFormProps } from '@/components/tpp/contact-form'
import { ContactLines } from '@/components/tpp/contact-lines'
import { buttonClass } from '@/components/ui/button-class'
import type { Posture } from '@/lib/posture/find-posture'

/** Whom the bank calls in an incident, and what the organisation states about itself of its own will. */
export function OwnSecurity({ posture, today, draft }: OwnSecurityProps) {
  const { contact, attestations } = posture
  return (
    <div className="grid gap-6">
      <div className="max-w-prose">
        <h3 className="mb-1.5 font-heading text-body">Incident contact</h3>
        {contact ? (
          <ContactLines contact={contact} />
        ) : (
          <p className="text-muted">Nobody is named. The bank could not call you at night.</p>
        )}
        <ContactForm
          action="/developer/application/contact"
          button={buttonClass('primary')}
          draft={draft}
          known={contact}
          label={contact ? 'Change the contact' : 'Name a contact'}
          save="Save the contact"
        />
      </div>
      <div className="max-w-prose">
        <h3 className="mb-1.5 font-heading text-body">Statements</h3>
        {attestations.length > 0 ? (
          <AttestationList attestations={attestations} withdraw="/developer/application/withdraw" />
        ) : (
          <p className="text-muted">
            None, and none is needed. Staff of the bank see what you state, and until when.
          </p>
        )}
        <AttestationForm
          action="/developer/application/statement"
          button={buttonClass('primary')}
          firstEnd={today}
          label="State something"
          save="State it"
        />
      </div>
      <p className="max-w-prose">
        <a href="/developer/security">What the bank sees of your endpoints</a>, and how to integrate securely.
      </p>
    </div>
  )
}

/** `today` is a day of the bank. */
type OwnSecurityProps = { posture: Posture; today: string; draft: ContactFormProps['draft'] }
